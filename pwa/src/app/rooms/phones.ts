// The demonstration: the simulated phones, who one can be, and what to try.
import "../../parts/more-drawings";

export { Beside } from "../../screens/simulator/Beside";
export { Faces } from "../../screens/simulator/Faces";
export { SimulatorScreen } from "../../screens/simulator/SimulatorScreen";
