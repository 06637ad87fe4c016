/** 보관함 운영: everybody's homes by size and state, and a reset; no file of them is shown. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { HardDrive, RotateCcw } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { bytes } from '@/kernel/text'
import { Badge, ZoneBadge } from '@/kit/badge'
import { Button } from '@/kit/button'
import { Card } from '@/kit/card'
import { AskFoot, DialogButton } from '@/kit/dialog'
import { Empty } from '@/kit/empty'
import { Segments } from '@/kit/field'
import { Page } from '@/kit/page'
import { type Column, Table } from '@/kit/table'
import { toast, toastRefusal } from '@/kit/toast'
import s from './page.module.css'
import { everybodys, type PersonsHome, resetSomebodys, undoReset, type What } from './state'
import { words } from './words'

export function AllHomes() {
  const t = useWords(words)
  return (
    <Page title={t('admin.title')} note={t('admin.note')}>
      <Card title={t('admin.title')} icon={HardDrive} flush rows={4}>
        <HomesTable />
      </Card>
    </Page>
  )
}

function HomesTable() {
  const t = useWords(words)
  const { data } = useSuspenseQuery(everybodys)
  const columns: Column<PersonsHome>[] = [
    {
      id: 'person',
      label: t('admin.person'),
      isRowHeader: true,
      cell: home => `${home.person} · ${home.division}`,
    },
    { id: 'zone', label: t('admin.zone'), cell: home => <ZoneBadge zone={home.zone} /> },
    {
      id: 'state',
      label: t('admin.state'),
      cell: home => (
        <>
          <Badge tone={home.in_use ? 'success' : home.error ? 'warning' : 'neutral'}>
            {home.in_use ? t('inUse') : t('resting')}
          </Badge>
          {(home.in_use || home.error) && (
            <p className={s.quiet}>{t(home.in_use ? 'admin.inUse' : 'error')}</p>
          )}
        </>
      ),
    },
    { id: 'moments', label: t('moments'), align: 'end', cell: home => home.snapshots },
    {
      id: 'used',
      label: t('admin.used'),
      align: 'end',
      cell: home => `${bytes(home.used_bytes)} / ${bytes(home.size_bytes)}`,
    },
    { id: 'acts', label: t('admin.acts'), align: 'end', cell: home => <Reset home={home} /> },
  ]
  return (
    <Table
      label={t('admin.title')}
      columns={columns}
      items={data}
      idOf={home => `${home.person_id} ${home.zone}`}
      empty={<Empty icon={HardDrive} title={t('admin.none')} note={t('admin.noneNote')} />}
    />
  )
}

function Reset({ home }: { readonly home: PersonsHome }) {
  const t = useWords(words)
  const [what, choose] = useState<What>('profile')
  const [busy, setBusy] = useState(false)
  async function act(close: () => void) {
    setBusy(true)
    try {
      const { before } = await resetSomebodys(home, what)
      close()
      toast(t('admin.done', { who: home.person }), () => void undo(before))
    } catch (error) {
      toastRefusal(error)
    } finally {
      setBusy(false)
    }
  }
  async function undo(before: string) {
    try {
      await undoReset(home, before)
      toast(t('admin.undone', { who: home.person }))
    } catch (error) {
      toastRefusal(error)
    }
  }
  return (
    <DialogButton
      title={t('admin.resetTitle', { who: home.person })}
      trigger={
        <Button
          size="s"
          icon={RotateCcw}
          isDisabled={home.in_use}
          aria-label={`${home.person} ${t(`zone.${home.zone}`)} ${t('admin.reset')}`}
        >
          {t('admin.reset')}
        </Button>
      }
      footer={close => (
        <AskFoot leave={close} look="danger" isPending={busy} onPress={() => void act(close)}>
          {t('admin.reset')}
        </AskFoot>
      )}
    >
      <Segments
        label={t('admin.what')}
        choices={[
          { id: 'profile', label: t('admin.profile') },
          { id: 'everything', label: t('admin.everything') },
        ]}
        value={what}
        onChange={choose}
      />
      <p>{t(what === 'profile' ? 'admin.askProfile' : 'admin.askEverything')}</p>
    </DialogButton>
  )
}
