import { configurationPage } from "./configuration.ts";
import { jsonPage } from "./json.ts";
import { parametersPage } from "./parameters.ts";
import { permissionsPage } from "./permissions.ts";
import { policiesPage } from "./policies.ts";
import { preflightPage } from "./preflight.ts";
import { recoveryPage } from "./recovery.ts";

/** Every page of docs/ that is generated. */
export const generatedPages: readonly { readonly file: string; readonly content: () => string }[] = [
  { file: "configuration.md", content: configurationPage },
  { file: "json.md", content: jsonPage },
  { file: "parameters.md", content: parametersPage },
  { file: "permissions.md", content: permissionsPage },
  { file: "preflight.md", content: preflightPage },
  { file: "policies.md", content: policiesPage },
  { file: "recovery.md", content: recoveryPage },
];
