import type { CommandPermissions } from "../command.ts";
import * as china from "../statements/china.ts";
import { listRoles, readSource } from "../statements/releases.ts";

/** `panther china …` */
export const chinaCommands: readonly CommandPermissions[] = [
  {
    command: "china copy",
    what: "copies a release into the bucket in China",
    statements: { backend: [china.copyHere, china.listHere], web: [readSource, listRoles] },
  },
  {
    command: "china download",
    what: "downloads a release, outside of China",
    statements: { web: [readSource, listRoles] },
  },
  {
    command: "china upload",
    what: "uploads a downloaded release into the bucket in China",
    statements: { backend: [china.copyHere, china.listHere] },
  },
  {
    command: "china check",
    what: "asks the bridge with the web app's key",
    statements: { backend: [china.readGateway], web: [china.readSecret, china.useSecretsKey] },
  },
  {
    command: "china rotate-key",
    what: "gives the web app a new key",
    statements: {
      backend: [china.readGateway, china.makeKeys, china.tagKeys, china.retireKeys],
      web: [
        china.readSecret,
        china.writeSecret,
        china.useSecretsKey,
        china.findServices,
        china.readServices,
        china.redeployServices,
      ],
    },
  },
];
