// The next free time of a treatment comes by itself: the page around it is kept.
// Not by htmx, which would send the address with its #section, and weighs more than
// the text.
for (const place of document.querySelectorAll("[data-next]")) {
  fetch(place.dataset.next, { headers: { "HX-Request": "true" } })
    .then(async (answer) => {
      if (answer.ok && !answer.redirected) place.innerHTML = await answer.text();
    })
    .catch(() => {}); // the link that stands there leads to the times, too
}

// A number beside a claim leads to its study; the card there opens by itself.
const open = () => {
  const card = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (card?.matches("details")) card.open = true;
};
addEventListener("hashchange", open);
open();
