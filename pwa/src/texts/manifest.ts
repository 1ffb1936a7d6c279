// What a phone shows of the app itself: long presses on the icon, and the pictures before one installs it. In files of the
// build (vite.config.ts), one for each language, and in nothing that the app loads. Flemish says this as Dutch does.

export const manifestWords = {
  nl: {
    checkIn: "Aanmelden",
    panic: "Noodknop",
    cards: "Kaarten",
    today: "Je dag, en of er iemand op je let",
    visit: "Tijdens een bezoek",
    board: "Het bord van wie meekijkt",
  },
  en: {
    checkIn: "Check in",
    panic: "Panic button",
    cards: "Cards",
    today: "Your day, and whether somebody watches over you",
    visit: "During a visit",
    board: "The board of whoever watches",
  },
  fr: {
    checkIn: "Commencer",
    panic: "Bouton d'urgence",
    cards: "Fiches",
    today: "Votre journée, et si quelqu'un veille sur vous",
    visit: "Pendant une visite",
    board: "Le tableau de qui veille",
  },
};
