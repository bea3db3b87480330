import { useEffect, useState } from "preact/hooks";
import { fromHash, toHash, type Settings } from "../settings.ts";

/** The settings in the page's address, and a way to change them. */
export function useSettings(): [Settings, (change: Partial<Settings>) => void] {
  const [settings, setSettings] = useState(() => fromHash(location.hash));
  useEffect(() => {
    const read = () => setSettings(fromHash(location.hash));
    addEventListener("hashchange", read);
    return () => removeEventListener("hashchange", read);
  }, []);
  const change = (some: Partial<Settings>) => {
    const next = { ...settings, ...some };
    history.replaceState(null, "", toHash(next));
    setSettings(next);
  };
  return [settings, change];
}
