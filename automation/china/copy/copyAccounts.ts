import type { Environment } from "../../../model/environment/environment.ts";
import { checkAccount } from "../../run.ts";
import type { Origin } from "../../userAgent.ts";
import { sidesOf } from "../sideClients.ts";

/**
 * Makes sure that both sides' credentials are for the accounts that the environment's file names.
 * @throws PantherError `wrong-account`, `credentials-…`
 */
export async function checkCopyAccounts(environment: Environment, origin: Origin): Promise<void> {
  const { aws, web } = sidesOf(environment, origin);
  await checkAccount(aws, environment);
  if (web) await checkAccount(web.aws, web.environment);
}
