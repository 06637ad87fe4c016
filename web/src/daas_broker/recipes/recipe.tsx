/** What an image is made of (X03): as the next build will have it, or as a version was built. */
import { useQuery } from '@tanstack/react-query'
import { CircleAlert, FileQuestion } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { Dialog } from '@/kit/dialog'
import { Empty } from '@/kit/empty'
import { type Fact, Facts } from '@/kit/facts'
import { Select } from '@/kit/field'
import list from '@/kit/listing.module.css'
import { Problem } from '@/kit/problem'
import { Skeleton } from '@/kit/skeleton'
import { Tabs } from '@/kit/tabs'
import type { Image } from '../images/state'
import { Differences } from './differences'
import { Editing } from './editing'
import { FileEditing } from './file-editing'
import { Files } from './files-list'
import { Packages } from './packages'
import s from './recipe.module.css'
import { Saving } from './saving'
import {
  changeOf,
  difference,
  isSame,
  keptRecipeOf,
  packagesOf,
  RELEASED,
  type Recipe,
  recipeOf,
} from './state'
import { useWish } from './wish'
import { words } from './words'

interface RecipeProps {
  readonly image: Image
  /** The key of a version; null is what the next build will be made of. */
  readonly version: string | null
  readonly isBusy: boolean
  readonly onClose: () => void
}

export function RecipeDialog({ image, version, isBusy, onClose }: RecipeProps) {
  const t = useWords(words)
  const number = image.versions.find(({ key }) => key === version)?.number ?? 0
  const values = { name: image.title, number }
  const [isUnsaved, tell] = useState(false)
  const [isLeaving, leave] = useState(false)
  return (
    <Dialog
      title={version === null ? t('title', values) : t('ofVersion', values)}
      size="l"
      isOpen
      isDismissable={false}
      onOpenChange={isOpen => !isOpen && (isUnsaved ? leave(true) : onClose())}
    >
      <div className={list.stack}>
        {version === null ? (
          <Next image={image} isBusy={isBusy} onUnsaved={tell} onClose={onClose} />
        ) : (
          <Kept image={image} version={version} />
        )}
      </div>
      <Dialog
        title={t('unsavedTitle')}
        size="s"
        isOpen={isLeaving}
        onOpenChange={leave}
        footer={close => (
          <>
            <Button look="danger" onPress={onClose}>
              {t('discard')}
            </Button>
            <Button look="primary" onPress={close}>
              {t('goOn')}
            </Button>
          </>
        )}
      >
        <p>{t('unsavedNote')}</p>
      </Dialog>
    </Dialog>
  )
}

interface NextProps {
  readonly image: Image
  readonly isBusy: boolean
  readonly onUnsaved: (isUnsaved: boolean) => void
  readonly onClose: () => void
}

function Next(props: NextProps) {
  const { data, error, refetch } = useQuery(recipeOf(props.image))
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={6} />
  return <Wished recipe={data} {...props} />
}

function Wished({ image, recipe, isBusy, onUnsaved, onClose }: NextProps & { recipe: Recipe }) {
  const t = useWords(words)
  const [newest] = image.versions
  const built = useQuery({ ...keptRecipeOf(newest?.key ?? ''), enabled: newest !== undefined })
  const wish = useWish(image, recipe)
  const { isChanged } = wish
  useEffect(() => onUnsaved(isChanged), [isChanged, onUnsaved])
  const isUnbuilt = built.data
    ? built.data.digest !== recipe.digest
    : !isSame(changeOf(recipe), RELEASED)
  return (
    <>
      <p className={list.quiet}>{t('note')}</p>
      {recipe.is_arriving && (
        <p className={s.arriving} role="status">
          <CircleAlert size={16} aria-hidden /> {t('arriving')}
        </p>
      )}
      <Shown
        image={image}
        recipe={recipe}
        version={null}
        packages={<Editing wish={wish} />}
        files={<FileEditing wish={wish} />}
      />
      <Saving
        image={image}
        wish={wish}
        unbuilt={isUnbuilt && newest ? newest.number : null}
        isBusy={isBusy}
        onBuilt={onClose}
      />
    </>
  )
}

function Kept({ image, version }: { readonly image: Image; readonly version: string }) {
  const t = useWords(words)
  const name = useVersionName(image, version)
  const { data, error, refetch } = useQuery(keptRecipeOf(version))
  if (error && data === undefined) return <Problem error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Skeleton rows={6} />
  if (data === null)
    return <Empty icon={FileQuestion} title={t('notKept', { name })} note={t('notKeptNote')} />
  return (
    <Shown
      image={image}
      recipe={data}
      version={version}
      packages={<Packages recipe={data} />}
      files={<Files files={data.files} />}
    />
  )
}

interface ShownProps {
  readonly image: Image
  readonly recipe: Recipe
  readonly version: string | null
  /** What stands under 패키지 and 설정과 잠금 while nothing is compared. */
  readonly packages: ReactNode
  readonly files: ReactNode
}

const NOW = 'now'

function Shown({ image, recipe, version, packages, files }: ShownProps) {
  const t = useWords(words)
  const [other, choose] = useState('')
  const [view, show] = useState('packages')
  const others = image.versions.filter(({ key }) => key !== version)
  const choices = [
    { id: '', label: t('alone') },
    ...(version === null ? [] : [{ id: NOW, label: t('now') }]),
    ...others.map(({ key, number }) => ({ id: key, label: t('number', { number }) })),
  ]
  return (
    <>
      {choices.length > 1 && (
        <Select label={t('with')} choices={choices} value={other} onChange={choose} />
      )}
      {other === '' ? (
        <Tabs
          label={t('views')}
          chosen={view}
          onChoose={show}
          views={[
            {
              id: 'packages',
              label: t('packages'),
              count: packagesOf(recipe).length,
              children: packages,
            },
            {
              id: 'files',
              label: t('files'),
              count: recipe.files.length,
              children: files,
            },
            { id: 'ground', label: t('ground'), children: <Ground recipe={recipe} /> },
          ]}
        />
      ) : (
        <Compared key={other} image={image} recipe={recipe} other={other} />
      )}
    </>
  )
}

interface ComparedProps {
  readonly image: Image
  readonly recipe: Recipe
  readonly other: string
}

function Compared({ image, recipe, other }: ComparedProps) {
  const t = useWords(words)
  const next = useQuery({ ...recipeOf(image), enabled: other === NOW })
  const kept = useQuery({ ...keptRecipeOf(other), enabled: other !== NOW })
  const { data, error, refetch } = other === NOW ? next : kept
  const name = useVersionName(image, other)
  if (error && data === undefined) return <Problem error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Skeleton rows={6} />
  if (data === null)
    return <Empty icon={FileQuestion} title={t('notKept', { name })} note={t('notKeptNote')} />
  return <Differences of={difference(data, recipe)} since={name} />
}

function useVersionName({ versions }: Image, key: string): string {
  const t = useWords(words)
  const number = versions.find(one => one.key === key)?.number
  return number === undefined ? t('now') : t('number', { number })
}

function Ground({ recipe }: { readonly recipe: Recipe }) {
  const t = useWords(words)
  const facts: readonly Fact[] = [
    [t('facts.suite'), recipe.suite],
    [t('facts.locales'), recipe.locales.join(', ')],
    [t('facts.timezone'), recipe.timezone],
    [t('facts.user'), t('facts.userOf', { user: recipe.user, uid: recipe.uid })],
    [t('facts.kind'), t(recipe.is_machine ? 'facts.machine' : 'facts.container')],
    [t('facts.digest'), recipe.digest],
  ]
  return <Facts facts={facts} />
}
