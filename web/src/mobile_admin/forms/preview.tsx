/** A form as its inspectors will meet it: to try on a phone, and as a list of its questions. */
import { usePrefetchQuery, useSuspenseQuery } from '@tanstack/react-query'
import {
  ArrowLeft,
  CircleAlert,
  CircleCheck,
  FolderOpen,
  Gavel,
  Paperclip,
  RotateCcw,
} from 'lucide-react'
import { useState } from 'react'
import { useParams } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { part } from '@/kernel/part'
import { Button, LinkButton } from '@/kit/button'
import { Card } from '@/kit/card'
import { Dialog } from '@/kit/dialog'
import { Empty } from '@/kit/empty'
import { Page } from '@/kit/page'
import { Boundary } from '@/kit/problem'
import { Tabs } from '@/kit/tabs'
import { toast, toastRefusal } from '@/kit/toast'
import { FormCapture } from '../capture/form-capture'
import { placeOnce } from '../capture/media/place'
import { inMemory } from '../capture/memory'
import type { Parcel } from '../capture/ports'
import s from './preview.module.css'
import { Result } from './preview-result'
import { QuestionList } from './question-list'
import { fieldForms, mediaFrom, missingOf, move, outlineOf, xformOf } from './state'
import { words } from './words'

// A form is tried more often than its files are looked at, and these bring the kit's lists.
const FormFiles = part(async () => (await import('./files')).FormFiles)

export function FormPreview() {
  const { form = '', version = '' } = useParams()
  return (
    <Boundary>
      <Shown form={form} version={version} key={`${form} ${version}`} />
    </Boundary>
  )
}

type Checked = 'checking' | 'good' | 'bad'

function Shown({ form, version }: { readonly form: string; readonly version: string }) {
  const t = useWords(words)
  usePrefetchQuery(xformOf(form, version)) // one after the other would be two waits
  const { data: outline } = useSuspenseQuery(outlineOf(form, version))
  const { data: all } = useSuspenseQuery(fieldForms)
  const [checked, setChecked] = useState<Checked>('checking')
  const found = all.forms
    .find(({ id }) => id === form)
    ?.versions.find(each => each.version === version)
  const mayOpen = all.may_change && found?.state === 'draft'
  const missing = missingOf(found)
  const [view, setView] = useState(missing.length > 0 ? 'files' : 'phone')
  async function open(): Promise<void> {
    await move(form, version, 'open')
    toast(t('moved', { version, state: t('open') }))
  }
  return (
    <Page
      title={outline.title}
      note={t('count', { version, count: outline.questions.length })}
      acts={
        <>
          <LinkButton icon={ArrowLeft} to="/field/forms">
            {t('back')}
          </LinkButton>
          <LinkButton icon={Gavel} to={`/field/forms/${form}/${version}/decisions`}>
            {t('decisions')}
          </LinkButton>
          {mayOpen && (
            <Button
              look="primary"
              icon={FolderOpen}
              isDisabled={checked !== 'good'}
              onPress={() => void open().catch(toastRefusal)}
            >
              {t('openNow')}
            </Button>
          )}
        </>
      }
    >
      {mayOpen && missing.length === 0 && <Verdict checked={checked} />}
      <Tabs
        label={t('preview')}
        chosen={view}
        onChoose={setView}
        views={[
          {
            id: 'phone',
            label: t('asOnPhone'),
            children:
              missing.length > 0 ? (
                <Empty
                  icon={Paperclip}
                  title={t('filesMissing', { count: missing.length })}
                  note={t('filesWanted')}
                  action={<Button onPress={() => setView('files')}>{t('filesOf')}</Button>}
                />
              ) : (
                <Phone
                  form={form}
                  version={version}
                  title={outline.title}
                  onOpened={reasons => setChecked(reasons === null ? 'good' : 'bad')}
                />
              ),
          },
          {
            id: 'list',
            label: t('asList'),
            children: (
              <Card title={t('asList')}>
                <QuestionList outline={outline} />
              </Card>
            ),
          },
          ...(found && found.files.length > 0
            ? [
                {
                  id: 'files',
                  label: t('filesCount', { count: found.files.length }),
                  children: <FormFiles form={form} version={found} mayChange={mayOpen} />,
                },
              ]
            : []),
        ]}
      />
    </Page>
  )
}

function Verdict({ checked }: { readonly checked: Checked }) {
  const t = useWords(words)
  if (checked === 'checking') return <p role="status">{t('checking')}</p>
  const Icon = checked === 'good' ? CircleCheck : CircleAlert
  return (
    <p role="status" className={checked === 'good' ? s.good : s.bad}>
      <Icon size={18} aria-hidden /> {t(checked === 'good' ? 'checkedGood' : 'checkedBad')}
    </p>
  )
}

interface PhoneProps {
  readonly form: string
  readonly version: string
  readonly title: string
  readonly onOpened: (reasons: readonly string[] | null) => void
}

function Phone({ form, version, title, onOpened }: PhoneProps) {
  const t = useWords(words)
  const { data: xml } = useSuspenseQuery(xformOf(form, version))
  const [turn, setTurn] = useState(0)
  const [parcel, setParcel] = useState<Parcel | null>(null)
  function again(): void {
    setParcel(null)
    setTurn(turn + 1)
  }
  return (
    <div className={s.around}>
      <div className={s.phone}>
        <FormCapture
          key={turn}
          form={{ xml, media: mediaFrom(form, version) }}
          store={inMemory()}
          findPlace={placeOnce}
          title={title}
          sendWord={t('endTry')}
          onOpened={onOpened}
          onDone={async made => setParcel(made)}
        />
      </div>
      <Button icon={RotateCcw} onPress={again}>
        {t('again')}
      </Button>
      <Dialog title={t('tried')} isOpen={parcel !== null} onOpenChange={again}>
        {() => parcel && <Result parcel={parcel} />}
      </Dialog>
    </div>
  )
}
