/**
 * The stacks of a deployment from source (`mage deploy`), in the stages in which `mage teardown` deletes them: those of one
 * stage side by side, each after all that need it. Source: tools/mage/teardown in Panther's repository, v1.16.0.
 */
export const sourceStages: readonly (readonly string[])[] = [
  ["panther-web", "panther-onboard", "panther-appsync", "panther-cw-dashboards"],
  ["panther-cloud-security", "panther-log-analysis"],
  ["panther-core"],
  ["panther-bootstrap-gateway"],
  ["panther-bootstrap"],
];

export const sourceStackNames: readonly string[] = sourceStages.flat();

/** Names that older releases gave such stacks, up to v1.3. `mage teardown` of later ones knows nothing of them. */
export const olderSourceStackNames: readonly string[] = [
  "panther-glue",
  "panther-app",
  "panther-app-frontend",
  "panther-buckets",
];
