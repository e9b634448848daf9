// The library in its window: what was read, asked for anew whenever it has changed.

const EVERY = 3000; // Milliseconds between two looks at the library while the page is in sight.

let shelfVersion = "";
const shelf = () => document.querySelector("#shelf");
const pageLanguage = () => document.documentElement.lang || "en";
// "en-GB" for a page in English, as far as the browser says so: dates differ within a language.
const place = () => navigator.languages.find((tag) => tag.startsWith(pageLanguage())) || pageLanguage();

// Times come in UTC; a person wants them in the time and the manner of the place.
function localTimes(root) {
  for (const time of root.querySelectorAll("time")) {
    const then = new Date(time.dateTime);
    if (isNaN(then)) continue;
    const hours = time.dateTime.includes("T") ? { timeStyle: "short" } : { timeZone: "UTC" };
    time.textContent = then.toLocaleString(place(), { dateStyle: "medium", ...hours });
  }
}

function findBooks() {
  const words = shelf().querySelector(".find input").value.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const book of shelf().querySelectorAll(".book")) {
    book.hidden = !words.every((word) => book.dataset.words.includes(word));
    if (!book.hidden) found += 1;
  }
  shelf().querySelector(".none").hidden = found > 0 || !words.length;
}

function putBooks(news) {
  const books = shelf().querySelector(".books");
  const scrolled = books.scrollTop;
  books.innerHTML = news.books; // The server has escaped whatever is not its own.
  localTimes(books);
  books.scrollTop = scrolled;
  shelf().querySelector(".find").hidden = !books.querySelector("[data-many]");
  findBooks();
  document.querySelector(".open-shelf").textContent = news.read;
  // The page began without a document: now it can offer its questions.
  const began = document.querySelector("#begin .nothing-read") && !document.querySelector(".message");
  if (news.count && began && !document.querySelector("#box textarea")?.value) location.reload();
}

async function lookAtLibrary() {
  if (!shelf() || !document.querySelector(".open-shelf")) return;
  const asked = new URLSearchParams({ language: pageLanguage(), seen: shelfVersion });
  try {
    const reply = await fetch(`./library?${asked}`, { cache: "no-store" });
    if (reply.status !== 200) throw reply.status;
    const news = await reply.json();
    putBooks(news);
    shelfVersion = news.version;
  } catch (cause) {
    if (cause === 204 || shelfVersion) return; // What was shown before stays.
    shelf().querySelector(".books").textContent = shelf().dataset.failed;
  }
}

document.addEventListener("click", (event) => {
  if (event.target.closest?.(".open-shelf")) {
    shelf().showModal();
    shelf().querySelector(".books").focus({ preventScroll: true });
    lookAtLibrary();
  } else if (event.target.closest?.("#shelf .close") || event.target === shelf()) {
    shelf().close();
  }
});

document.addEventListener("input", (event) => {
  if (event.target.closest?.("#shelf .find")) findBooks();
});

document.addEventListener("visibilitychange", () => document.hidden || lookAtLibrary());
setInterval(() => document.hidden || lookAtLibrary(), EVERY);
