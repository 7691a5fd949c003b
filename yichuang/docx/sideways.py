"""A box at the side of a turned page, whose text stands upright when the page is turned back."""

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph

from .measures import NUMBER_FOOT, Sheet

EMU_PER_MM = 36_000
THICKNESS = 6  # mm, for one line of 4号
NAMESPACES = (
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
BOX = """
<w:r {declarations} {namespaces}><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>
  <wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0"
             locked="0" layoutInCell="1" allowOverlap="1">
    <wp:simplePos x="0" y="0"/>
    <wp:positionH relativeFrom="page"><wp:posOffset>{x}</wp:posOffset></wp:positionH>
    <wp:positionV relativeFrom="page"><wp:posOffset>{y}</wp:posOffset></wp:positionV>
    <wp:extent cx="{width}" cy="{height}"/>
    <wp:wrapNone/>
    <wp:docPr id="{key}" name="页码{key}" descr="页码"/>
    <a:graphic><a:graphicData
        uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
      <wps:wsp>
        <wps:cNvSpPr txBox="1"/>
        <wps:spPr>
          <a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>
          <a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln>
        </wps:spPr>
        <wps:txbx><w:txbxContent><w:p/></w:txbxContent></wps:txbx>
        <wps:bodyPr vert="vert" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/>
      </wps:wsp>
    </a:graphicData></a:graphic>
  </wp:anchor>
</w:drawing></mc:Choice></mc:AlternateContent></w:r>
"""


def upright_box(header, sheet: Sheet, key: int) -> Paragraph:
    """The empty paragraph of a box along the whole text at the left edge of `sheet`: where the
    foot of the upright page is. `key` is the box's own in the document."""
    holder = header.paragraphs[0]
    run = parse_xml(
        BOX.format(
            declarations=nsdecls("w", "wp", "a"),
            namespaces=NAMESPACES,
            x=round(NUMBER_FOOT * EMU_PER_MM),
            y=round(sheet.top * EMU_PER_MM),
            width=THICKNESS * EMU_PER_MM,
            height=round((sheet.height - sheet.top - sheet.bottom) * EMU_PER_MM),
            key=key,
        )
    )
    holder._p.append(run)
    inner = run.find(f".//{{{run.nsmap['w']}}}txbxContent/{{{run.nsmap['w']}}}p")
    return Paragraph(inner, holder._parent)
