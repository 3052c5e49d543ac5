// A number beside a claim leads to its study; the card there opens by itself.
const open = () => {
  const card = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (card?.matches("details")) card.open = true;
};
addEventListener("hashchange", open);
open();
