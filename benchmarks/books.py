"""The workbooks that are measured: a library of 20,000 matters in 18 columns, and its edits."""

import random

import xlsxwriter

ROWS = 20_000
DISTRICTS = (
    "上城区 下城区 江干区 拱墅区 西湖区 滨江区 萧山区 余杭区 富阳区 临安区 桐庐县 淳安县 "
    "建德市 经济技术开发区 大江东"
).split()
CITY = "杭州市"
TRADES = (
    "人力社保局 公安局 民政局 卫生计生局 教育局 住房保障局 规划局 国土资源局 环境保护局 "
    "城市管理局 交通运输局 水利局 农业局 林业局 商务局 文化广电局 体育局 审计局 "
    "市场监督管理局 安全生产监督管理局 统计局 气象局 档案局 残疾人联合会 公积金中心"
).split()
HEADER = (
    "权力内部编码 权力编码 事项名称 子项名称 事项类型 办理对象 区县 所属部门 2017年办件量 状态 "
    "是否最多跑一次 是否依申请 就近可办 系统名称 系统层级 国家编码 权力唯一标识 行使层级"
).split()
# The same columns by the names of the peer's model, which is what its defaults ask for.
PEER_HEADER = (
    "inner_code base_code name sub_item type client region unit volume state "
    "run_once on_request nearby system_hint level_hint national_code library_guid exercised_by"
).split()
TYPES = (
    ("许可", "行政许可"),
    ("确认", "行政确认"),
    ("给付", "行政给付"),
    ("公共服务", "公共服务"),
    ("其他", "其他行政权力"),
)
WORDS = (
    "企业 职工 居民 养老 医疗 保险 登记 变更 注销 备案 核准 审批 建设 工程 项目 用地 规划 "
    "许可 证书 补贴 申领 鉴定 资格 认定 经营 场所 设备 安全 检验 运输 车辆 船舶 出入境 户口 "
    "迁移 婚姻 收养 救助 残疾人 老年人 优待 教师 学校 招生 药品 器械 食品 卫生 消毒 种子 "
    "渔业 林木 采伐 取水 排污 噪声 广告 演出 文物 档案 测绘 统计 公积金 提取 贷款"
).split()
LEVELS = "部委垂管 省级垂管 省级自建 市级自建 区县（市）自建 独立部署".split()


def unit_name(region: str, trade: str) -> str:
    """What the library writes for the department of that trade in that region."""
    return (
        f"市{trade}"
        if region == CITY
        else f"{region[-1] if region[-1] in '区县市' else '区'}{trade}"
    )


def library(rows: int = ROWS, *, edited: float = 0.0) -> list[list]:
    """The rows, the same each time; `edited` is the share of rows with another volume or name."""
    dice = random.Random(20180321)
    bases = [_base(dice, number) for number in range(rows // 8)]
    regions = [CITY, *DISTRICTS]
    lines = []
    for number in range(rows):
        # A base code is that of the same matter in every region (domain §3.4).
        base = bases[number // 2 % len(bases)]
        region = regions[(number // len(bases) + number) % len(regions)]
        lines.append(_line(dice, number, region, base))
    for line in random.Random(2018).sample(lines, round(rows * edited)):
        line[8] = 1 + line[8] if isinstance(line[8], int) else 5
    return lines


def _base(dice: random.Random, number: int) -> tuple:
    prefix, kind = dice.choice(TYPES)
    name = "".join(dice.sample(WORDS, dice.randint(4, 9)))
    sub_item = "".join(dice.sample(WORDS, 4)) if dice.random() < 0.4 else ""
    client = dice.choice(("个人", "法人", "个人、法人"))
    code = f"{prefix}-{number % 99999:05}-{dice.randint(0, 20):03}"
    return code, name, sub_item, kind, client, dice.choice(TRADES)


def _line(dice: random.Random, number: int, region: str, base: tuple) -> list:
    code, name, sub_item, kind, client, trade = base
    return [
        f"{dice.getrandbits(64):016x}{number:06}",
        code,
        name,
        sub_item,
        kind,
        client,
        region,
        unit_name(region, trade),
        dice.randint(0, 90_000) if dice.random() < 0.9 else "",
        "在用",
        dice.choice("是是是否"),
        "是",
        dice.choice("是否"),
        f"{trade}业务管理系统",
        dice.choice(LEVELS),
        f"0001{dice.getrandbits(56):017d}"[:30],
        f"{dice.getrandbits(128):032x}",
        "市级" if region == CITY else "县级",
    ]


def write(path: str, lines: list[list], header: list[str] = HEADER) -> str:
    """As an office program would save it: shared strings, no styles to speak of."""
    with xlsxwriter.Workbook(path, {"strings_to_numbers": False}) as book:
        sheet = book.add_worksheet("权力事项库")
        sheet.write_row(0, 0, header)
        for number, line in enumerate(lines, 1):
            sheet.write_row(number, 0, line)
    return path
