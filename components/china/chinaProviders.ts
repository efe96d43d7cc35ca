import { getCallerIdentity } from "@pulumi/aws/getCallerIdentity.js";
import { Provider } from "@pulumi/aws/provider.js";
import type { ChinaChoice, Environment } from "../../model/environment/environment.ts";
import { noProfiles, type SideCredentials, sideCredentialsProblem } from "../../model/rules/sideCredentials.ts";
import { refusal } from "../refusal.ts";

/** AWS's plugin for each side of a Panther that is split in China. */
export interface ChinaProviders {
  readonly backend: Provider;
  readonly web: Provider;
}

/**
 * Providers with credentials that are good for their side.
 * @throws pulumi.RunError where those of one side are of another account or partition, or there are none for one.
 */
export async function chinaProviders(environment: Environment, china: ChinaChoice): Promise<ChinaProviders> {
  const { profile, webProfile } = china;
  if (profile === undefined && webProfile === undefined) throw refusal(noProfiles);
  const backend: SideCredentials = {
    side: "the backend",
    region: environment.region,
    accountId: environment.expectedAccountId,
    accountKey: "panther:expectedAccountId",
    profile,
    profileKey: "panther:china.profile",
  };
  const web: SideCredentials = {
    side: "the web app",
    region: china.webRegion,
    accountId: china.webAccountId,
    accountKey: "panther:china.webAccountId",
    profile: webProfile,
    profileKey: "panther:china.webProfile",
  };
  const providers = { backend: providerOf("aws", backend), web: providerOf("aws-web", web) };
  const problems = await Promise.all([problemOf(backend, providers.backend), problemOf(web, providers.web)]);
  const found = problems.flat();
  if (found.length > 0) throw refusal(found.join("\n"));
  return providers;
}

function providerOf(name: string, { region, profile, accountId }: SideCredentials): Provider {
  return new Provider(name, {
    region,
    ...(profile !== undefined && { profile }),
    // A wrong account is refused before anything is looked at or changed.
    allowedAccountIds: [accountId],
  });
}

/** The first call with a provider is when it looks at its credentials. */
async function problemOf(credentials: SideCredentials, provider: Provider): Promise<readonly string[]> {
  try {
    await getCallerIdentity({}, { provider });
    return [];
  } catch (error) {
    return [sideCredentialsProblem(credentials, error instanceof Error ? error.message : String(error))];
  }
}
