import {
  placeCustomerWindow,
  type CustomerPlace,
  type DisplayPlace,
} from './place-customer-window.ts';

export type CustomerPlaceDeps = {
  readonly displays: () => readonly DisplayPlace[];
  readonly counterDisplay: () => DisplayPlace;
  readonly open: (place: CustomerPlace) => void;
  readonly close: () => void;
};

export type CustomerPlaceKeeper = {
  /** As the counter's settings want it. */
  readonly set: (on: boolean) => void;
  readonly displaysChanged: () => void;
  readonly closedByHand: () => void;
};

/**
 * Where the customer's window is, from when it is switched on until it is switched off. Once it had a display of
 * its own it is shown on such a one only: with the cable out it would lie over the cashier's sale, and whoever
 * closed it there would have switched it off for good.
 */
export function createCustomerPlace(deps: CustomerPlaceDeps): CustomerPlaceKeeper {
  let isOn = false;
  let hadDisplay = false;

  function show(): void {
    const place = placeCustomerWindow(deps.displays(), deps.counterDisplay());
    if (place.kind === 'window' && hadDisplay) return;
    hadDisplay = place.kind === 'display';
    deps.open(place);
  }

  return {
    set: (on) => {
      if (on === isOn) return;
      isOn = on;
      hadDisplay = false;
      if (on) show();
      else deps.close();
    },
    displaysChanged: () => {
      if (!isOn) return;
      deps.close();
      show();
    },
    closedByHand: () => {
      isOn = false;
    },
  };
}
