/* A second press of a button does nothing while the first is on its way. This is comfort
   only: the form's key makes two presses one appointment on the server. The button is not
   disabled, since a disabled button does not send its value. */

const PATIENCE = 10_000;

function free(form) {
  form.removeAttribute("aria-busy");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented) return;
  if (form.getAttribute("aria-busy") === "true") {
    event.preventDefault();
    return;
  }
  form.setAttribute("aria-busy", "true");
  setTimeout(free, PATIENCE, form);
});

/* Back brings the page as it was left. */
addEventListener("pageshow", () => {
  document.querySelectorAll('form[aria-busy="true"]').forEach(free);
});
