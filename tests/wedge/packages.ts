import { displayPackages, outsideDriverPackages } from '../../build/system-packages.ts';

/** A screen, keys from outside, and Zhuyin with what the app's toolkit needs to be typed in through it. */
export const inputMethodPackages = [
  ...displayPackages,
  ...outsideDriverPackages,
  'dbus',
  'fcitx5',
  'fcitx5-chewing',
  'fcitx5-frontend-gtk3',
] as const;
