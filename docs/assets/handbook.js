// Two things that a screen reader and a keyboard need and the theme leaves out.
(function () {
  "use strict";
  function mend() {
    const dialog = document.querySelector('.md-search[role="dialog"]');
    if (dialog) dialog.setAttribute("aria-label", "搜索");
    document.querySelectorAll(".md-typeset__scrollwrap").forEach((wrap) => {
      if (wrap.scrollWidth > wrap.clientWidth) {
        wrap.setAttribute("tabindex", "0");
        wrap.setAttribute("role", "group");
        wrap.setAttribute("aria-label", "表格，可以左右移动");
      }
    });
  }
  if (window.document$) window.document$.subscribe(() => setTimeout(mend));
  window.addEventListener("resize", mend);
})();
