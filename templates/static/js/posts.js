// Counts a text as the chosen network does, below its field. The server decides; this only tells while one types.
(() => {
  const LIGHT = [[0, 0x10ff], [0x2000, 0x200d], [0x2010, 0x201f], [0x2032, 0x2037]];
  const EMOJI = /[\u20e3\ufe0f\u{1f000}-\u{1faff}\u2600-\u27bf\u2b00-\u2bff]/u;
  const URLS = /https?:\/\/[^\s<>«»"]+[^\s<>«»".,;:!?)\]…]/gi;
  const signs = (text) => Intl.Segmenter
    ? [...new Intl.Segmenter("es", { granularity: "grapheme" }).segment(text)].map((each) => each.segment)
    : [...text];
  const weight = (sign) => EMOJI.test(sign)
    ? 2
    : [...sign].reduce((sum, each) => {
      const code = each.codePointAt(0);
      return sum + (LIGHT.some(([first, last]) => first <= code && code <= last) ? 1 : 2);
    }, 0);
  const COUNTS = {
    code_points: (text) => [...text].length,
    utf16: (text) => text.length,
    graphemes: (text) => signs(text).length,
    short_urls: (text, url) => signs(text.replace(URLS, "x".repeat(url))).length,
    weighted: (text, url) => signs(text.replace(URLS, "x".repeat(url))).reduce((sum, each) => sum + weight(each), 0),
  };
  // What is posted: the text, and at its end the link, unless it is in the text or the network lets nobody follow it.
  const whole = (text, link) => (link && !text.includes(link) ? `${text}\n${link}`.trim() : text);
  const follow = (field) => {
    const [network, link, campaign] = ["countOf", "countLink", "countCampaign"].map(
      (name) => document.getElementById(field.dataset[name]),
    );
    const addresses = JSON.parse(field.dataset.countAddresses ?? "{}");
    const limits = JSON.parse(field.dataset.count);
    const told = document.createElement("p");
    told.className = "help post-count";
    told.setAttribute("aria-live", "polite");
    field.after(told);
    const tell = () => {
      const limit = limits[network?.value];
      told.hidden = !limit;
      if (!limit) return;
      const target = limit.links && link ? link.value.trim() || addresses[campaign?.value] : "";
      // The server takes blanks around a text away.
      const posted = whole(field.value.trim(), target).normalize("NFC");
      const left = limit.most - COUNTS[limit.counting](posted, Number(field.dataset.countUrl));
      told.textContent = `${left < 0 ? field.dataset.countOver : field.dataset.countLeft} ${Math.abs(left).toLocaleString("es-MX")}`;
      told.classList.toggle("post-count--over", left < 0);
    };
    for (const each of [field, network, link, campaign]) each?.addEventListener("input", tell);
    tell();
  };
  addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-count]").forEach(follow));
})();
