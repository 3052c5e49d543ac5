/* Puts the focus where the reader should go on: on the summary of what is wrong, when a
   page or a part that htmx has put in holds one, else on that part's [data-focus]. */

const SUMMARY = ".errors[tabindex]";

function find(root, selector) {
  return root.matches?.(selector) ? root : root.querySelector(selector);
}

/* A link of the summary may lead into something that is folded. */
document.addEventListener("click", (event) => {
  const link = event.target.closest?.(`${SUMMARY} a[href^="#"]`);
  const field = link && document.getElementById(link.hash.slice(1));
  field?.closest("details")?.setAttribute("open", "");
});

document.addEventListener("htmx:afterSettle", (event) => {
  const part = event.target;
  (find(part, SUMMARY) ?? find(part, "[data-focus]"))?.focus();
});

find(document, SUMMARY)?.focus();
