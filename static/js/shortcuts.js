/** Single keys: "?" opens the list of keys, "/" goes to the search box; both can be switched off. */
const SETTING = "yichuang.singleKeysOff";

const box = document.querySelector("[data-single-keys]");
if (box) {
  box.checked = localStorage.getItem(SETTING) === "yes";
  box.addEventListener("change", () => {
    localStorage.setItem(SETTING, box.checked ? "yes" : "no");
  });
}

/** The box of the header, which finds everything; where it has no room, that of the list. */
function searchBox() {
  const boxes = document.querySelectorAll("[data-search-all], input[type=search]");
  return [...boxes].find((box) => box.checkVisibility());
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest(
    "input:not([type=checkbox]), textarea, select, [contenteditable]",
  );
  if (typing || event.ctrlKey || event.metaKey || event.altKey || box?.checked) return;
  if (event.key === "?") document.getElementById("shortcuts")?.showModal();
  const search = searchBox();
  if (event.key === "/" && search) {
    event.preventDefault();
    search.focus();
    search.select();
  }
});
