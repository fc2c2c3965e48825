// What links alone cannot do: open what a link leads to, put the quotes themselves under a chosen
// count, and search the quotes. Without it every link still leads to its quotes.
(function () {
  "use strict";

  function target() {
    return document.getElementById(decodeURIComponent(location.hash.slice(1)));
  }

  function openAround(node) {
    for (let at = node; at; at = at.parentElement) {
      if (at.tagName === "DETAILS") at.open = true;
    }
  }

  // A quote is in the page once; a list under a table shows copies of it while it is open.
  function fill(list) {
    if (list.dataset.filled) return;
    list.dataset.filled = "yes";
    list.querySelectorAll("li > a").forEach(function (link) {
      const copy = document.getElementById(link.hash.slice(1)).cloneNode(true);
      copy.removeAttribute("id");
      link.parentElement.replaceChildren(copy);
    });
  }

  function arrive() {
    const node = target();
    if (!node) return;
    openAround(node);
    if (node.classList.contains("cell-quotes")) fill(node);
    node.scrollIntoView();
  }

  // Search: only quotes that hold the words stay, and what holds them opens.
  function search(words, told) {
    const wanted = words.trim().toLowerCase();
    let found = 0;
    document.querySelectorAll(".theme").forEach(function (theme) {
      let here = 0;
      theme.querySelectorAll(".quote").forEach(function (quote) {
        const hit = quote.textContent.toLowerCase().includes(wanted);
        quote.hidden = !hit;
        if (hit) here += 1;
      });
      theme.hidden = wanted !== "" ? here === 0 : false;
      theme.querySelectorAll("details").forEach(function (part) {
        part.open = wanted !== "" ? part.querySelector(".quote:not([hidden])") !== null : false;
      });
      found += here;
    });
    told.textContent = wanted === "" ? "" : found + (found === 1 ? " quote" : " quotes");
  }

  function button(text, open) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.addEventListener("click", function () {
      document.querySelectorAll(".theme details").forEach(function (part) { part.open = open; });
    });
    return made;
  }

  function addSearch(place) {
    const label = document.createElement("label");
    const field = document.createElement("input");
    const told = document.createElement("span");
    let waiting = 0;
    label.append("Find in quotes", field);
    field.type = "search";
    told.setAttribute("role", "status");
    field.addEventListener("input", function () {
      clearTimeout(waiting);
      waiting = setTimeout(function () { search(field.value, told); }, 150);
    });
    place.append(label, told, button("Open all", true), button("Close all", false));
  }

  const place = document.getElementById("find");
  if (place) addSearch(place);
  window.addEventListener("hashchange", arrive);
  if (location.hash) arrive();
})();
