// The only script that the preview allows: it shows what the builder says, and asks for the page
// again when there is a new one. It is added to answers, never to the files of the build.
const here = document.currentScript.dataset;

const style = document.createElement("style");
style.textContent = `
#preview-says { position: fixed; inset: auto 0 0 0; z-index: 9; max-height: 60vh; overflow: auto; }
#preview-says:not(:empty) { padding: 0.75em 1.25em; border-top: 4px solid var(--accent, #983416);
  background: var(--card, Canvas); color: var(--ink, CanvasText);
  font: 16px/1.5 var(--sans, system-ui, sans-serif); }
#preview-says summary { font-weight: bold; cursor: pointer; }
#preview-says p { margin: 0.5em 0; max-width: none; white-space: pre-wrap; overflow-wrap: anywhere; }
@media print { #preview-says { display: none; } }`;
document.head.append(style);

const says = document.createElement("div");
says.id = "preview-says";
says.setAttribute("role", "alert");
document.body.append(says);

function show(title, text) {
  if (!title) return says.replaceChildren();
  const notice = document.createElement("details");
  notice.open = true;
  const summary = document.createElement("summary");
  summary.textContent = title;
  const words = document.createElement("p");
  words.textContent = text;
  notice.append(summary, words);
  says.replaceChildren(notice);
}

let shown = "";
let misses = 0;

async function look() {
  try {
    const answer = await fetch("/.preview/news?page=" + encodeURIComponent(here.page));
    const { version, failure } = await answer.json();
    if (version !== here.version) location.reload();
    else if (failure !== shown) show(failure && here.failed, failure);
    shown = failure;
    misses = 0;
  } catch {
    misses += 1; // the first may be of a page that is being left
    shown = "";
    if (misses === 2) show(here.gone, "");
  }
  setTimeout(look, 300);
}

look();
window.addEventListener("pageshow", (event) => event.persisted && location.reload());
