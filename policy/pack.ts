import { PolicyPack } from "@pulumi/policy";
import { policies } from "./policies.ts";

new PolicyPack("panther", {
  displayName: "Panther",
  description: "What must hold before a self-hosted Panther is deployed or upgraded.",
  provider: "AWS",
  tags: ["panther", "security"],
  enforcementLevel: "mandatory",
  policies: [...policies(() => new Date())],
});
