// Run by set-up as a process of its own, once tsx is there.
import { installStandIns } from "../standins/install.ts";
import { localFolder, pulumiBinary } from "./places.mjs";

await installStandIns({ localDirectory: localFolder(), pulumi: pulumiBinary() });
