/**
 * Danger in what is entered, seen on the phone itself: so that help is on the screen at once,
 * also without a network. The rules are the clinic's own lexicon and come with the app; whether
 * anybody is alerted is decided by the clinic's server, which sees more.
 */

import { Phrases } from "./phrases.js";

const RULES = "/app/danger.json";
/** What somebody entered is not kept waiting for longer than so. */
const MOST_MS = 3_000;

/** @type {Promise<{words: Phrases, ignored: Phrases, answers: object}>|null} */
let loading = null;

/** Have the rules at hand before they are needed. */
export function load() {
  loading ??= fetch(RULES, { signal: AbortSignal.timeout(MOST_MS) })
    .then((answer) => answer.json())
    .then(({ words, ignored, answers }) => ({
      words: new Phrases(words),
      ignored: new Phrases(ignored),
      answers,
    }))
    .catch((error) => {
      loading = null;
      throw error;
    });
  return loading;
}

/**
 * Whether what is entered shows danger. Where the rules cannot be had, nothing does.
 * @param {{kind: string, note?: string, mood?: number, questionnaire?: string, answers?: object}[]}
 *   entries
 */
export async function showsDanger(entries) {
  let rules;
  try {
    rules = await load();
  } catch {
    return false;
  }
  return entries.some(
    (entry) =>
      (entry.note && inWords(entry.note, rules)) ||
      inAnswers("daily", { mood: entry.mood }, rules) ||
      (entry.answers && inAnswers(entry.questionnaire, entry.answers, rules)),
  );
}

function inAnswers(questionnaire, answers, rules) {
  const items = rules.answers[questionnaire] ?? {};
  return Object.entries(answers).some(([linkId, value]) =>
    [value].flat().some((each) => items[linkId]?.includes(each)));
}

function inWords(text, { words, ignored }) {
  let folded = fold(text);
  for (const idiom of ignored.wanted(folded)) {
    folded = folded.replace(idiom, (found) => found.replace(/[^ ]/g, "x"));
  }
  for (const rule of words.wanted(folded)) {
    if (rule.test(folded)) return true;
  }
  return false;
}

/** Plain words, one space before each, and a comma where a clause ends: as the rules expect. */
function fold(text) {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\u0300-\u036f'’‘`´]/g, "")
    .replace(/[.!?;:,\n()"¡¿…–—-]+/g, " , ")
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => ` ${word}`)
    .join("");
}
