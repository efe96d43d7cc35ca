import type { PolicyRule } from "./policyRule.ts";
import { chinaSecret } from "./rules/chinaSecret.ts";
import { chinaSides } from "./rules/chinaSides.ts";
import { fips, operationsRole, supportRole, telemetry } from "./rules/organisation.ts";
import { parametersValid } from "./rules/parametersValid.ts";
import { regionAllowed } from "./rules/regionAllowed.ts";
import { releaseBucketPrivate } from "./rules/releaseBucketPrivate.ts";
import { roleFirst } from "./rules/roleFirst.ts";
import { roleOfSameMinor } from "./rules/roleOfSameMinor.ts";
import { roleTrust } from "./rules/roleTrust.ts";
import { rootStackKept } from "./rules/rootStackKept.ts";
import { rootStackName } from "./rules/rootStackName.ts";
import { secretsHidden } from "./rules/secretsHidden.ts";
import { templateUrl } from "./rules/templateUrl.ts";
import { minimalFirstDeploy, noSkippedMinor } from "./rules/whatRuns.ts";

/** Every rule of the policy pack, in the order in which people read them. */
export const policyRules: readonly PolicyRule[] = [
  rootStackName,
  regionAllowed,
  templateUrl,
  rootStackKept,
  parametersValid,
  secretsHidden,
  noSkippedMinor,
  minimalFirstDeploy,
  roleOfSameMinor,
  roleFirst,
  roleTrust,
  operationsRole,
  supportRole,
  telemetry,
  fips,
  chinaSides,
  chinaSecret,
  releaseBucketPrivate,
];
