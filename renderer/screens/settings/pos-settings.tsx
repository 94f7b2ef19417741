import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { PosHouseView } from '../../../app/contract/pos-settings.ts';
import { formatClock } from '../../../app/domain/time.ts';
import { Button } from '../../controls/button.tsx';
import { Chip, type ChipLook } from '../../controls/chip.tsx';
import { TextField } from '../../controls/text-field.tsx';
import { formatMoney } from '../../i18n/format.ts';
import { useDates } from '../../i18n/use-dates.ts';
import formStyles from '../form.module.css';
import { houseTyped, typedPartsOf } from './pos-house-form.ts';
import posStyles from './pos-settings.module.css';
import styles from './settings.module.css';
import { usePosHouse, type PosHouseAccess } from './use-pos-house.ts';

/** The hand-over from the shop's POS: the door, the folder, who may come in, and what came last. */
export function PosSettings() {
  const { t } = useTranslation();
  const access = usePosHouse();
  const { look } = access;
  if (look === null) return null;
  return (
    <>
      <section className={styles['card']} data-pos-settings="">
        <h2>{t('pos.title')}</h2>
        <Door access={access} look={look} />
        <HouseForm key={typedPartsOf(look.house)} access={access} look={look} />
      </section>
      <section className={styles['card']}>
        <Clients access={access} look={look} />
        <LastSales look={look} />
      </section>
    </>
  );
}

type PartProps = { readonly access: PosHouseAccess; readonly look: PosHouseView };

const serverLooks: Readonly<Record<PosHouseView['server'], ChipLook>> = {
  off: 'quiet',
  listening: 'ok',
  'port-taken': 'deny',
  failed: 'deny',
};

function Door({ access, look }: PartProps) {
  const { t } = useTranslation();
  const { house, server } = look;
  return (
    <>
      <p className={styles['quiet']}>{t('pos.intro')}</p>
      <div className={posStyles['row']}>
        <Chip look={serverLooks[server]}>{t(`pos.server.${server}`)}</Chip>
        {server === 'listening' ? (
          <span className={posStyles['address']}>{`http://127.0.0.1:${house.port}`}</span>
        ) : null}
        <Button
          size="small"
          look={house.isOn ? 'plain' : 'primary'}
          data-pos-switch=""
          onClick={() => void access.set({ isOn: !house.isOn })}
        >
          {house.isOn ? t('pos.off') : t('pos.on')}
        </Button>
      </div>
      {access.trouble === null ? null : (
        <p className={formStyles['trouble']} role="alert">
          {access.trouble}
        </p>
      )}
    </>
  );
}

function HouseForm({ access, look }: PartProps) {
  const { t } = useTranslation();
  const { house } = look;
  const [port, setPort] = useState(String(house.port));
  const [folder, setFolder] = useState(house.folder ?? '');
  const [origins, setOrigins] = useState(house.origins.join(' '));
  const next = houseTyped(house, { port, folder, origins });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (next !== null)
      void access.set({ port: next.port, folder: next.folder, origins: next.origins });
  };
  const isChanged = JSON.stringify(next) !== JSON.stringify(house);
  return (
    <form className={formStyles['form']} onSubmit={submit}>
      <div className={posStyles['port']}>
        <TextField
          label={t('pos.port')}
          value={port}
          inputMode="numeric"
          maxLength={5}
          error={next === null ? t('pos.portInvalid') : null}
          onText={setPort}
        />
        <Button type="submit" disabled={next === null || !isChanged}>
          {t('pos.save')}
        </Button>
      </div>
      <TextField
        label={t('pos.folder')}
        hint={t('pos.folderHint')}
        value={folder}
        maxLength={400}
        onText={setFolder}
      />
      {look.folder === null ? null : (
        <div>
          <Chip look={look.folder === 'watching' ? 'ok' : 'deny'}>
            {t(`pos.folderState.${look.folder}`)}
          </Chip>
        </div>
      )}
      <TextField
        label={t('pos.origins')}
        hint={t('pos.originsHint')}
        value={origins}
        maxLength={800}
        onText={setOrigins}
      />
    </form>
  );
}

function Clients({ access, look }: PartProps) {
  const { t } = useTranslation();
  const dates = useDates();
  const { clients, pairing, server } = look;
  return (
    <>
      <div className={posStyles['head']}>
        <h2>{t('pos.clients')}</h2>
        <Button
          size="small"
          disabled={server !== 'listening'}
          data-pos-pair=""
          onClick={access.pair}
        >
          {t('pos.pair')}
        </Button>
      </div>
      {pairing === null ? null : (
        <div className={posStyles['pairing']}>
          <output className={posStyles['code']} data-pos-code={pairing.code}>
            {`${pairing.code.slice(0, 4)} ${pairing.code.slice(4)}`}
          </output>
          <span>{t('pos.pairHint', { time: formatClock(pairing.expiresAtMs) })}</span>
        </div>
      )}
      {clients.length === 0 ? <p className={styles['quiet']}>{t('pos.noClients')}</p> : null}
      <ul className={posStyles['list']}>
        {clients.map(({ posName, pairedAtMs, lastSeenAtMs }) => (
          <li key={posName} className={posStyles['client']} data-pos-client={posName}>
            <strong>{posName}</strong>
            <Button
              size="small"
              aria-label={t('pos.revokeOf', { name: posName })}
              onClick={() => access.revoke(posName)}
            >
              {t('pos.revoke')}
            </Button>
            <span className={styles['quiet']}>
              {[
                t('pos.pairedAt', { time: dates.instant(pairedAtMs) }),
                lastSeenAtMs === null
                  ? t('pos.neverSeen')
                  : t('pos.lastSeen', { time: dates.instant(lastSeenAtMs) }),
              ].join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

const stateLooks: Readonly<Record<PosHouseView['lastSales'][number]['state'], ChipLook>> = {
  queued: 'warn',
  'waiting-for-member': 'accent',
  open: 'accent',
  settled: 'ok',
  'no-member': 'quiet',
  cancelled: 'quiet',
  voided: 'warn',
};

/** The name under which sales of files stand. */
const folderName = 'folder';

function LastSales({ look }: { readonly look: PosHouseView }) {
  const { t } = useTranslation();
  const dates = useDates();
  return (
    <>
      <h3>{t('pos.lastSales')}</h3>
      {look.lastSales.length === 0 ? <p className={styles['quiet']}>{t('pos.noSales')}</p> : null}
      <ul className={posStyles['list']}>
        {look.lastSales.slice(0, 6).map(({ posName, posSaleNo, state, amountMinor, atMs }) => (
          <li key={`${posName}:${posSaleNo}`} className={posStyles['sale']}>
            <span>{dates.instant(atMs).slice(-11)}</span>
            <span className={posStyles['number']} title={`${posName} · ${posSaleNo}`}>
              {posName === folderName ? t('pos.fromFolder') : posName} · {posSaleNo}
            </span>
            <span>{formatMoney(amountMinor)}</span>
            <Chip look={stateLooks[state]}>{t(`pos.state.${state}`)}</Chip>
          </li>
        ))}
      </ul>
    </>
  );
}
