import { orNone } from "../choice";
import { group } from "../containers";
import { type Value } from "../field";
import { text } from "../values";

export const alarms = group("Alarms of the link and the scaler", {
  email: orNone(
    text(
      "Who gets them by mail, once the address has confirmed the subscription; none: they show in CloudWatch, and others may subscribe to the topic",
      /^[^\s@]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+$/i,
      "one mail address",
      "buildduty@corp.example",
    ),
  ),
});

/** Alarms as the settings say them. */
export type AlarmSettings = Value<typeof alarms>;
