(function () {
  var near = document.getElementById("near");
  if (!near || !window.fetch) return;
  fetch(near.getAttribute("data-from"), { credentials: "same-origin" })
    .then(function (answer) { return answer.ok ? answer.json() : null; })
    .then(function (said) {
      if (!said || !said.text) return;
      near.textContent = said.text.charAt(0).toUpperCase() + said.text.slice(1);
      near.hidden = false;
    })
    .catch(function () {});
})();
