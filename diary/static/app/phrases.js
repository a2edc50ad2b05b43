/**
 * Many phrases, searched at once: of each at least one word must stand in a text, and only those
 * that have one there become expressions and are tried. All of them together are more than a
 * phone's browser can hold.
 */

export class Phrases {
  /** @param {[string[], string][]} entries needed words (`suicid*` for a beginning), expression */
  constructor(entries) {
    this.sources = entries.map(([, source]) => source);
    this.rules = new Map();
    this.led = new Map();
    for (const [number, [needs]] of entries.entries()) {
      for (const need of needs) {
        if (!this.led.has(need)) this.led.set(need, []);
        this.led.get(need).push(number);
      }
    }
  }

  /** The expressions that may be found in `text`, words with one space before each. */
  *wanted(text) {
    const found = new Set();
    for (const word of new Set(text.split(" "))) {
      for (const key of [word, ...beginnings(word)]) {
        for (const number of this.led.get(key) ?? []) found.add(number);
      }
    }
    for (const number of [...found].sort((one, other) => one - other)) yield this.rule(number);
  }

  rule(number) {
    if (!this.rules.has(number)) this.rules.set(number, new RegExp(this.sources[number], "g"));
    const rule = this.rules.get(number);
    rule.lastIndex = 0;
    return rule;
  }
}

function beginnings(word) {
  return Array.from(word, (_, nth) => `${word.slice(0, nth + 1)}*`);
}
