// What the server shows is shown again when it has changed; nothing that is typed is touched. Without
// this script all is there on a reload.
const { root, name, gone } = document.body.dataset;
const tab = crypto.randomUUID();
let version = document.querySelector("[data-version]")?.dataset.version;
let misses = 0;
let isSaved = true;

const parse = async (answer) =>
  new DOMParser().parseFromString(await answer.text(), "text/html");

function renewPart(old, now) {
  const frame = old.querySelector("iframe");
  const address = now.querySelector("iframe")?.getAttribute("src");
  if (frame && frame.getAttribute("src") === address) {
    // The same page made again: asked for again where it stands, at the height where one reads.
    if (now.dataset.made !== old.dataset.made) frame.contentWindow.location.reload();
    old.dataset.made = now.dataset.made;
    return;
  }
  if (now.innerHTML === old.innerHTML) return;
  const open = [...old.querySelectorAll("details")].map((each) => each.open);
  const focused = [...old.querySelectorAll("a, button, summary")].indexOf(document.activeElement);
  old.replaceChildren(...now.childNodes);
  old.querySelectorAll("details").forEach((each, at) => (each.open = open[at] ?? each.open));
  if (focused >= 0) old.querySelectorAll("a, button, summary")[focused]?.focus();
  if ("made" in now.dataset) old.dataset.made = now.dataset.made;
}

async function renew() {
  const fresh = await parse(await fetch(location.href));
  for (const old of document.querySelectorAll("[data-live]")) {
    const now = fresh.getElementById(old.id);
    if (now) renewPart(old, now);
  }
  version = fresh.querySelector("[data-version]")?.dataset.version;
}

async function look() {
  const says = document.getElementById("gone");
  try {
    const answer = await fetch(`${root}news/${encodeURIComponent(name)}?tab=${tab}`);
    const news = await answer.json();
    if (news.version !== version) await renew();
    version = news.version;
    misses = 0;
    says.textContent = "";
  } catch {
    misses += 1; // the first may be of a page that is being left
    if (misses === 3) says.textContent = gone;
  }
  setTimeout(look, 700);
}

const form = document.getElementById("text");
let waiting;
async function reread() {
  const body = new URLSearchParams(new FormData(form));
  const fresh = await parse(await fetch(form.dataset.reread, { method: "POST", body }));
  for (const old of form.querySelectorAll("[data-notes]")) {
    const now = fresh.getElementById(old.id);
    if (now && now.innerHTML !== old.innerHTML) old.replaceChildren(...now.childNodes);
  }
}
form?.addEventListener("input", () => {
  isSaved = false;
  clearTimeout(waiting);
  waiting = setTimeout(reread, 600);
});
form?.addEventListener("submit", () => (isSaved = true));

if (root && document.querySelector("script[src]")) look();
addEventListener("beforeunload", (event) => isSaved || event.preventDefault());
addEventListener("pagehide", () => navigator.sendBeacon(`${root}adieu`, new URLSearchParams({ tab })));
addEventListener("pageshow", (event) => event.persisted && location.reload());
