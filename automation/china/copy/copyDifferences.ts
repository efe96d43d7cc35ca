import { createTwoFilesPatch } from "diff";
import type { MadeTemplate } from "./wantedInChina.ts";

/** How templates for China differ from those that they were made of, as unified diffs; those that don't are left out. */
export function differencesOf(
  made: readonly MadeTemplate[],
): readonly { readonly template: string; readonly key: string; readonly patch: string }[] {
  return made
    .filter(({ published, text }) => published !== text)
    .map(({ publishedKey, published, key, text }) => ({
      template: publishedKey,
      key,
      patch: createTwoFilesPatch(publishedKey, key, published, text),
    }));
}
