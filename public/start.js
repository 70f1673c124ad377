// What people see when the app cannot start, and when it has stopped. The app removes #skal when it
// has drawn itself, so as long as #skal is there nothing has started.
(() => {
  const WAIT_MS = 12000;

  const reveal = async () => {
    const trouble = document.getElementById("fel");
    if (!document.getElementById("skal") || !trouble?.hidden) return;
    trouble.hidden = false;
    document.getElementById("vantan").hidden = true;
    document.title = "Tjänsten kunde inte starta – Klartecken";
    try {
      const answer = await fetch("/api/policy");
      const { phone, email } = (await answer.json()).contact;
      if (phone) {
        const link = document.createElement("a");
        link.href = `tel:${phone.replace(/[^+\d]/g, "")}`;
        link.textContent = phone;
        document.getElementById("fel-telefon").replaceChildren("Ring ", link, ".");
      }
      if (email) {
        const link = document.createElement("a");
        link.href = `mailto:${email}`;
        link.textContent = email;
        const item = document.getElementById("fel-epost");
        item.replaceChildren("Skriv till ", link, ".");
        item.hidden = false;
      }
    } catch {
      // Without an answer the page still says whom to ring.
    }
  };

  // A program that has trapped answers nothing any more, but the draft is in the browser and the store.
  const stop = (why) => {
    const stopped = document.getElementById("avbrott");
    if (document.getElementById("skal") || !(why instanceof WebAssembly.RuntimeError)) return;
    stopped.hidden = false;
    stopped.focus();
  };

  addEventListener("error", reveal, true);
  addEventListener("unhandledrejection", reveal);
  addEventListener("error", (event) => stop(event.error));
  addEventListener("unhandledrejection", (event) => stop(event.reason));
  setTimeout(reveal, WAIT_MS);
})();
