import type { Migration } from '../migrate.ts';

/**
 * What the tape needs: where a chain begins that was rebuilt from a tape whose older part is gone
 * (HQ holds it), and a number that rises when something changes which the tape must carry to make
 * this counter again (its identity, its settings, its devices, its rules); and whether a tape was begun,
 * so that one that is gone is missed.
 */
export const tape: Migration = {
  version: 6,
  sql: `
ALTER TABLE install ADD COLUMN base_seq INTEGER NOT NULL DEFAULT 0 CHECK (base_seq >= 0);
ALTER TABLE install ADD COLUMN base_hash TEXT NOT NULL DEFAULT '';

CREATE TABLE tape_state (
  slot INTEGER PRIMARY KEY CHECK (slot = 1),
  house_rev INTEGER NOT NULL,
  begun INTEGER NOT NULL DEFAULT 0 CHECK (begun IN (0, 1))
) STRICT;
INSERT INTO tape_state (slot, house_rev) VALUES (1, 1);

CREATE TRIGGER house_install_new AFTER INSERT ON install
BEGIN UPDATE tape_state SET house_rev = house_rev + 1; END;
CREATE TRIGGER house_install_changed AFTER UPDATE ON install
WHEN OLD.last_seq = NEW.last_seq AND OLD.acked_seq = NEW.acked_seq
BEGIN UPDATE tape_state SET house_rev = house_rev + 1; END;
CREATE TRIGGER house_setting_new AFTER INSERT ON setting
BEGIN UPDATE tape_state SET house_rev = house_rev + 1; END;
CREATE TRIGGER house_setting_changed AFTER UPDATE ON setting WHEN OLD.value <> NEW.value
BEGIN UPDATE tape_state SET house_rev = house_rev + 1; END;
CREATE TRIGGER house_device_new AFTER INSERT ON device
BEGIN UPDATE tape_state SET house_rev = house_rev + 1; END;
CREATE TRIGGER house_device_gone AFTER DELETE ON device
BEGIN UPDATE tape_state SET house_rev = house_rev + 1; END;
CREATE TRIGGER house_program_new AFTER INSERT ON program
BEGIN UPDATE tape_state SET house_rev = house_rev + 1; END;
`,
};
