import { parametersPage } from "./parameters.ts";

/** Every page of docs/ that is generated. */
export const generatedPages: readonly { readonly file: string; readonly content: () => string }[] = [
  { file: "parameters.md", content: parametersPage },
];
