// Makes a frame of iframe-worker.js look like a worker to the program that runs in it.
(function () {
  "use strict";
  const own = document.currentScript;
  const filename = own.dataset.of;
  own.remove(); // The program looks for its folder in the first script that it finds.
  window.postMessage = (told, to) => parent.postMessage(told, to || "*");
  window.importScripts = (...names) =>
    names.reduce(
      (before, name) =>
        before.then(
          () =>
            new Promise((done) => {
              const script = document.createElement("script");
              script.src = name;
              script.onload = done;
              document.body.appendChild(script);
            }),
        ),
      Promise.resolve(),
    );
  window.addEventListener("error", ({ error }) => {
    parent.dispatchEvent(new ErrorEvent("error", { filename, error }));
  });
})();
