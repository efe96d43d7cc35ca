import type { CredentialFacts } from "../../model/preflight/identity.ts";
import type { Principal } from "../../model/preflight/principal.ts";
import type { Run } from "../run.ts";
import type { ElsewhereApis, PreflightApis } from "./clients.ts";
import type { SideFacts } from "./facts.ts";

/** What the checks of one side look at. */
export interface Context {
  readonly run: Run;
  readonly apis: PreflightApis;
  /** The same within their budget, of a region by its name: also the environment's own. */
  readonly inRegion: (region: string) => ElsewhereApis;
  readonly facts: SideFacts;
  /** Files with service control policies; none: AWS Organizations is asked. */
  readonly scpFiles: readonly string[];
  /** Who is to deploy, each in an account of its own; none: the caller. */
  readonly principals: readonly Principal[];
  readonly credentials: () => Promise<CredentialFacts>;
}
