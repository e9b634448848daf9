// What the page does in the browser: bringing up the card of a [n], asking what a reader thinks of an answer, and
// keeping the newest message in sight.
// Clicks are caught at the document, because the server replaces the messages and cards with every answer.

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const scrollTo = (element, block) => element.scrollIntoView({ behavior: calm() ? "auto" : "smooth", block });

function showTurn(turn) {
  for (const group of document.querySelectorAll("#sources .turn")) group.hidden = group.dataset.turn !== turn;
}

function showSource(turn, number) {
  showTurn(turn);
  const card = document.querySelector(`#sources .card[data-turn="${turn}"][data-numbers~="${number}"]`);
  if (!card) return;
  card.querySelector("details").open = true;
  for (const lit of document.querySelectorAll("#sources .lit")) lit.classList.remove("lit");
  card.classList.add("lit");
  const marks = card.querySelectorAll(`mark[data-numbers~="${number}"]`);
  marks.forEach((mark) => mark.classList.add("lit"));
  card.focus({ preventScroll: true });
  const tall = card.getBoundingClientRect().height > innerHeight * 0.6;
  if (tall && marks.length) scrollTo(marks[0], "center");
  else scrollTo(card, "nearest");
  for (const cite of document.querySelectorAll(".cite[aria-current]")) cite.removeAttribute("aria-current");
  const cite = document.querySelector(`.cite[data-turn="${turn}"][data-number="${number}"]`);
  if (cite) cite.setAttribute("aria-current", "true");
}

// What a reader thinks of an answer: a thumb is sent at once and opens the form, which is sent by its button.
function tell(feedback, words = {}) {
  const verdict = feedback.querySelector('.thumb[aria-pressed="true"]').dataset.verdict;
  const detail = { turn: Number(feedback.dataset.turn), verdict, ...words };
  const told = new CustomEvent("tell", { bubbles: true, detail });
  feedback.dispatchEvent(told);
}

function pressThumb(thumb) {
  const feedback = thumb.closest(".feedback");
  const form = feedback.querySelector(".tell");
  if (thumb.getAttribute("aria-pressed") === "true") {
    form.hidden = !form.hidden;
  } else {
    for (const other of feedback.querySelectorAll(".thumb")) other.setAttribute("aria-pressed", String(other === thumb));
    form.hidden = false;
    tell(feedback);
  }
  if (form.hidden) return;
  form.querySelector("textarea").focus({ preventScroll: true });
  scrollTo(form, "nearest");
}

function closeForm(form) {
  form.hidden = true;
  form.closest(".feedback").querySelector('.thumb[aria-pressed="true"]').focus({ preventScroll: true });
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest?.(".tell");
  if (!form) return;
  event.preventDefault();
  const words = Object.fromEntries(new FormData(form));
  if (Object.values(words).some((text) => text.trim())) tell(form.closest(".feedback"), words);
  form.reset();
  closeForm(form);
});

document.addEventListener("click", (event) => {
  const thumb = event.target.closest?.(".thumb");
  if (thumb) return pressThumb(thumb);
  if (event.target.closest?.(".tell .close")) return closeForm(event.target.closest(".tell"));
  const cite = event.target.closest?.(".cite");
  if (cite) return showSource(cite.dataset.turn, cite.dataset.number);
  const back = event.target.closest?.(".back");
  if (!back) return;
  const current = document.querySelector(`.cite[data-turn="${back.dataset.turn}"][aria-current]`);
  const target = current || document.querySelector(`.message.question[data-turn="${back.dataset.turn}"]`);
  if (!target) return;
  target.focus({ preventScroll: true });
  scrollTo(target, "center");
});

// A new turn scrolls its question to the top, so that a long answer is read from its beginning.
let turnsSeen = 0;
let apologiesSeen = 0;
function follow() {
  // A question that was refused comes back into the box, which then grows over the reason.
  const apologies = document.querySelectorAll("#messages .message.apology");
  if (apologies.length > apologiesSeen) setTimeout(() => scrollTo([...apologies].pop(), "nearest"), 250);
  apologiesSeen = apologies.length;
  const questions = document.querySelectorAll("#messages .message.question");
  if (questions.length > turnsSeen) scrollTo(questions[questions.length - 1], "start");
  if (questions.length === 0 && turnsSeen > 0) document.querySelector("#box textarea")?.focus();
  turnsSeen = questions.length;
}

// Roles for what Gradio wraps in plain boxes, so that a screen reader names the parts and reads the status out.
const roles = {
  "#top": { role: "banner" },
  "#chat": { role: "main" },
  "#side": { role: "complementary" },
  "#status": { role: "status", "aria-live": "polite" },
};
function name() {
  for (const [selector, attributes] of Object.entries(roles)) {
    const element = document.querySelector(selector);
    for (const [key, value] of Object.entries(attributes)) {
      if (element && element.getAttribute(key) !== value) element.setAttribute(key, value);
    }
  }
}

new MutationObserver(() => {
  name();
  follow();
}).observe(document.documentElement, { childList: true, subtree: true });
