/**
 * A text as it may be shown: control characters become their pictures, and what turns the direction of writing, or can't be
 * seen, becomes its number. A name in an event could otherwise make a report read differently from what happened.
 */
export function visibleText(text: string): string {
  return text.replace(hidden, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return `[U+${code.toString(16).toUpperCase().padStart(4, "0")}]`;
  });
}

// Line breaks and tabs stay; of the others: control and format characters of Unicode, and halves of surrogate pairs.
const hidden = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;
