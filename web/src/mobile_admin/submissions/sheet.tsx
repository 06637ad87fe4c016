/** A sheet as its inspector saw it, in the version of the form that it was filled in with. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { ArrowLeft } from 'lucide-react'
import { useParams } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { LinkButton } from '@/kit/button'
import { Page } from '@/kit/page'
import { Boundary } from '@/kit/problem'
import { FormCapture } from '../capture/form-capture'
import { inMemory } from '../capture/memory'
import { mediaFrom, xformOf } from '../forms/state'
import s from './sheet.module.css'
import { answersOf } from './state'
import { words } from './words'

export function SentSheet() {
  const { id = '' } = useParams()
  return (
    <Boundary>
      <Shown id={id} key={id} />
    </Boundary>
  )
}

function Shown({ id }: { readonly id: string }) {
  const t = useWords(words)
  const { data } = useSuspenseQuery(answersOf(id))
  const { data: xml } = useSuspenseQuery(xformOf(data.form_key, data.version))
  return (
    <Page
      title={data.title}
      note={t('sentBy', { sender: data.sender, version: data.version })}
      acts={
        <LinkButton icon={ArrowLeft} to={`/field/sent/${id}`}>
          {t('toAnswers')}
        </LinkButton>
      }
    >
      <div className={s.sheet}>
        <FormCapture
          isRead
          title={data.title}
          form={{ xml, media: mediaFrom(data.form_key, data.version) }}
          store={inMemory()}
          begin={{ how: 'go on', answers: { xml: data.xml, files: data.files } }}
          onDone={async () => undefined}
        />
      </div>
    </Page>
  )
}
