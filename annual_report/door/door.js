// The parts of a page that have changed are shown again; nothing that is typed is touched. Without
// this script all is there on a reload.
const { root, gone } = document.body.dataset;
const tab = crypto.randomUUID();
const form = document.getElementById("text");
const REACHED = "a, button, summary, input, textarea";
let misses = 0;
let isSaved = !form?.querySelector(".unsaved");
let read = form?.elements.lu?.value;

const parse = async (answer) => {
  if (!answer.ok && answer.status !== 409) throw new Error(answer.statusText);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
};
const signOf = (each) => `${each.getAttribute("href")} ${each.value} ${each.textContent}`;

// A page that is made again is loaded again where it stands, at the height where one reads.
function renewFrame(old, now) {
  if (!old || !now || old.getAttribute("src") !== now.getAttribute("src")) return false;
  if (old.dataset.made !== now.dataset.made) old.contentWindow.location.reload();
  old.dataset.made = now.dataset.made;
  return true;
}

function renewPart(old, now) {
  if (renewFrame(old.querySelector("iframe"), now.querySelector("iframe"))) return;
  if (now.innerHTML === old.innerHTML) return;
  const open = [...old.querySelectorAll("details")].map((each) => each.open);
  const reached = [...old.querySelectorAll(REACHED)];
  const at = reached.indexOf(document.activeElement);
  old.replaceChildren(...now.childNodes);
  old.querySelectorAll("details").forEach((each, place) => (each.open = open[place] ?? each.open));
  if (at < 0) return;
  // The same thing keeps the focus, else its neighbour, else the part.
  const there = [...old.querySelectorAll(REACHED)];
  const same = there.find((each) => signOf(each) === signOf(reached[at]));
  (same ?? there[Math.min(at, there.length - 1)] ?? old).focus();
}

async function renew() {
  const address = new URL(location.href);
  address.searchParams.set("tab", tab);
  const fresh = await parse(await fetch(address));
  for (const old of document.querySelectorAll("[data-live]")) {
    const now = fresh.getElementById(old.id);
    if (now) renewPart(old, now);
  }
  const inFile = fresh.getElementById("text")?.elements.lu.value;
  if (!form || !inFile || inFile === read) return;
  read = inFile; // the file was changed elsewhere: the fields have something else now
  await reread();
}

async function look() {
  const says = document.getElementById("gone");
  try {
    await renew();
    misses = 0;
    says.textContent = "";
  } catch {
    misses += 1; // the first may be of a page that is being left
    if (misses === 3) says.textContent = gone;
  }
  setTimeout(look, 700);
}

// While one types, the problems of a text are shown at its fields, and whether it is saved.
let waiting;
async function reread() {
  const asked = waiting;
  const body = new URLSearchParams(new FormData(form));
  body.set("relire", "1");
  const fresh = await parse(await fetch(form.action, { method: "POST", body }));
  if (asked !== waiting) return; // more was typed meanwhile
  for (const old of form.querySelectorAll("[data-notes]")) {
    const now = fresh.getElementById(old.id);
    if (now && now.innerHTML !== old.innerHTML) old.replaceChildren(...now.childNodes);
  }
  isSaved = !form.querySelector(".unsaved");
}
form?.addEventListener("input", () => {
  isSaved = false;
  document.getElementById("saved").textContent = ""; // until the answer: saved, or not yet
  clearTimeout(waiting);
  waiting = setTimeout(reread, 600);
});
form?.addEventListener("submit", () => (isSaved = true));

look();
addEventListener("beforeunload", (event) => isSaved || event.preventDefault());
addEventListener("pagehide", () => navigator.sendBeacon(`${root}adieu`, new URLSearchParams({ tab })));
addEventListener("pageshow", (event) => event.persisted && location.reload());
