import { expect } from "chai";
import { launch } from "../../../local/setup/launch.mjs";
import { commandEnvironment } from "../../../local/setup/places.mjs";

describe("the command after set-up", () => {
  it("passes on its exit code, also when a signal ended it or it isn't there", async () => {
    expect(await launch(["node", "-e", "process.exit(7)"])).to.equal(7);
    expect(await launch(["node", "-e", "process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1000)"])).to.equal(
      143,
    );
  });

  it("finds the checkout's tools first and keeps temporary files inside the run-time folder", () => {
    const environment = commandEnvironment({ PATH: "/usr/bin", PANTHER_LOCAL_DIR: "/tmp/x", OTHER: "kept" });
    expect(environment.TMPDIR).to.equal("/tmp/x/tmp");
    expect(environment.PATH).to.match(/\/node_modules\/\.bin:\/usr\/bin$/);
    expect(environment.OTHER).to.equal("kept");
  });
});
