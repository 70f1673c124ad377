// What people see when the app cannot start. The app removes #skal when it has drawn itself, so as
// long as #skal is there nothing has started.
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
      const { telefon, epost } = (await answer.json()).organisation.kontakt;
      if (telefon) {
        const link = document.createElement("a");
        link.href = `tel:${telefon.replace(/[^+\d]/g, "")}`;
        link.textContent = telefon;
        document.getElementById("fel-telefon").replaceChildren("Ring ", link, ".");
      }
      if (epost) {
        const link = document.createElement("a");
        link.href = `mailto:${epost}`;
        link.textContent = epost;
        const item = document.getElementById("fel-epost");
        item.replaceChildren("Skriv till ", link, ".");
        item.hidden = false;
      }
    } catch {
      // Without an answer the page still says whom to ring.
    }
  };

  addEventListener("error", reveal, true);
  addEventListener("unhandledrejection", reveal);
  setTimeout(reveal, WAIT_MS);
})();
