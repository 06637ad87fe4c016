/** What a document was, who made it so, and the way back (D06). */
import { useSuspenseQuery } from '@tanstack/react-query'
import { History, RotateCcw, Tag } from 'lucide-react'
import { Suspense, useState } from 'react'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { dateTime } from '@/kernel/time'
import { Button, LinkButton } from '@/kit/button'
import { AskFoot, DialogButton } from '@/kit/dialog'
import { Empty } from '@/kit/empty'
import { Switch } from '@/kit/field'
import { Page } from '@/kit/page'
import { Skeleton } from '@/kit/skeleton'
import { toastRefusal } from '@/kit/toast'
import { documentAt } from '../documents/state'
import { NameDialog } from './name-dialog'
import s from './page.module.css'
import { PastSheet } from './past-sheet'
import { prepareRestore, type Timeline, timelineOf } from './state'
import { VersionList } from './version-list'
import { type Version, versionsOf } from './versions'
import { words } from './words'

export function HistoryPage() {
  const { id = '' } = useParams()
  const t = useWords(words)
  const { data: document } = useSuspenseQuery(documentAt(id))
  const { data: timeline } = useSuspenseQuery(timelineOf(id))
  const [isOnlyNamed, setOnlyNamed] = useState(false)
  const versions = versionsOf(timeline, isOnlyNamed)
  const chosen = useChosen(versions)
  return (
    <Page
      title={t('title', { name: document.title })}
      width="full"
      acts={
        <>
          <LinkButton to={`/office/d/${id}`}>{t('back')}</LinkButton>
          {chosen && <Acts key={chosen.seq} id={id} version={chosen} timeline={timeline} />}
        </>
      }
    >
      <div className={s.layout}>
        <div className={s.side}>
          <Switch isSelected={isOnlyNamed} onChange={setOnlyNamed}>
            {t('onlyNamed')}
          </Switch>
          <VersionList versions={versions} chosen={chosen} isOnlyNamed={isOnlyNamed} />
        </div>
        {chosen ? (
          <Suspense fallback={<Skeleton rows={10} />}>
            <PastSheet key={chosen.seq} id={id} version={chosen} timeline={timeline} />
          </Suspense>
        ) : (
          <Empty icon={History} title={t('nothing')} note={t('nothingNote')} />
        )}
      </div>
    </Page>
  )
}

/** What stands in the address, else the newest. */
function useChosen(versions: readonly Version[]): Version | undefined {
  const [query] = useSearchParams()
  const at = query.get('at')
  return versions.find(version => String(version.seq) === at) ?? versions[0]
}

interface Chosen {
  readonly id: string
  readonly version: Version
}

function Acts({ id, version, timeline }: Chosen & { readonly timeline: Timeline }) {
  return (
    <>
      <NameButton id={id} version={version} />
      {version.seq !== timeline.latest && <RestoreButton id={id} version={version} />}
    </>
  )
}

function NameButton({ id, version }: Chosen) {
  const t = useWords(words)
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button icon={Tag} onPress={() => setOpen(true)}>
        {version.name ? t('rename') : t('nameIt')}
      </Button>
      {isOpen && <NameDialog id={id} version={version} onClose={() => setOpen(false)} />}
    </>
  )
}

function RestoreButton({ id, version }: Chosen) {
  const t = useWords(words)
  const go = useNavigate()
  const at = dateTime(version.at)
  const [isBusy, setBusy] = useState(false)
  async function restore() {
    setBusy(true)
    try {
      await prepareRestore(id, version.seq, t('beforeRestore'))
      await go(`/office/d/${id}?restore=${version.seq}`)
    } catch (error) {
      toastRefusal(error)
      setBusy(false)
    }
  }
  return (
    <DialogButton
      title={t('restoreAsk')}
      size="s"
      trigger={
        <Button look="primary" icon={RotateCcw}>
          {t('restore')}
        </Button>
      }
      footer={close => (
        <AskFoot leave={close} look="primary" isPending={isBusy} onPress={() => void restore()}>
          {t('restoreDo')}
        </AskFoot>
      )}
    >
      <p>{t('restoreNote', { at, name: t('beforeRestore') })}</p>
    </DialogButton>
  )
}
