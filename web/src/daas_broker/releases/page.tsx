/** 자료전송: what one asks to have let across, what one answers, and what evidence is worth. */
import { useSearchParams } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { useLive } from '@/kernel/live'
import { useSession } from '@/kernel/session'
import { Page } from '@/kit/page'
import { Boundary } from '@/kit/problem'
import { Tabs } from '@/kit/tabs'
import { Ask } from './ask'
import { Answering } from './inbox'
import { Mine } from './mine'
import { Proof } from './proof'
import { releasesKey } from './state'
import { words } from './words'

const VIEWS = ['mine', 'inbox', 'proof'] as const
type View = (typeof VIEWS)[number]
const FACES = { mine: Mine, inbox: Answering, proof: Proof } as const

export function Transfers() {
  const t = useWords(words)
  const { person } = useSession()
  const [where, go] = useSearchParams()
  const view = VIEWS.find(one => one === where.get('view')) ?? 'mine'
  useLive(`person:${person.id}`, releasesKey)
  useLive('releases:all', releasesKey)
  return (
    <Page title={t('title')} note={t('note')} acts={<Ask />}>
      <Tabs
        label={t('title')}
        views={VIEWS.map(id => ({ id, label: t(`tabs.${id}`), children: <Shown view={id} /> }))}
        chosen={view}
        onChoose={next => go(next === 'mine' ? {} : { view: next })}
      />
    </Page>
  )
}

function Shown({ view }: { readonly view: View }) {
  const Face = FACES[view]
  return (
    <Boundary>
      <Face />
    </Boundary>
  )
}
