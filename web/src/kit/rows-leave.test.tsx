import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, it } from 'vitest'
import { Button } from './button'
import { DialogButton } from './dialog'
import { Kit } from './provider'
import { RowsLeave } from './rows-leave'
import { Table } from './table'

interface Held {
  readonly id: string
}

interface WaitingProps {
  readonly approved: string[]
  readonly settles?: () => Promise<void>
}

const aMoment = () => new Promise<void>(done => setTimeout(done, 20))

/** Who waits, and an act that takes the row away a moment after it was pressed. */
function Waiting({ approved, settles = aMoment }: WaitingProps) {
  const [held, setHeld] = useState<readonly Held[]>([{ id: 'kim' }, { id: 'lee' }, { id: 'park' }])
  function approve(gone: string) {
    approved.push(gone)
    void settles().then(() => setHeld(all => all.filter(({ id }) => id !== gone)))
  }
  return (
    <RowsLeave label="승인 대기" ids={held.map(({ id }) => id)}>
      <Table
        label="기기"
        items={held}
        idOf={({ id }) => id}
        columns={[
          { id: 'who', label: '사람', cell: ({ id }) => id },
          {
            id: 'act',
            label: '처리',
            cell: ({ id }) => (
              <>
                <Button onPress={() => approve(id)}>{`${id} 승인`}</Button>
                <DialogButton
                  title={`${id} 거절`}
                  trigger={<Button>{`${id} 거절`}</Button>}
                  footer={() => <Button onPress={() => approve(id)}>네</Button>}
                >
                  까닭
                </DialogButton>
              </>
            ),
          },
        ]}
      />
    </RowsLeave>
  )
}

/** The list, and who of it was approved. */
function shown(): readonly string[] {
  const approved: string[] = []
  render(
    <Kit navigate={() => undefined}>
      <Waiting approved={approved} />
    </Kit>,
  )
  return approved
}

const onList = () =>
  expect(document.activeElement).toBe(screen.getByRole('group', { name: '승인 대기' }))

it('one Enter too many after an approval approves nobody else', async () => {
  const approved = shown()
  await userEvent.click(screen.getByRole('button', { name: 'kim 승인' }))
  await waitFor(() => expect(screen.queryByRole('button', { name: 'kim 승인' })).toBeNull())
  await userEvent.keyboard('{Enter}')
  await waitFor(onList)
  await new Promise(done => setTimeout(done, 300))
  onList()
  await userEvent.keyboard('{Enter} ')
  expect(approved).toEqual(['kim'])
})

it('who goes on by keys comes to the next row', async () => {
  shown()
  await userEvent.click(screen.getByRole('button', { name: 'kim 승인' }))
  await waitFor(() => expect(screen.queryByRole('button', { name: 'kim 승인' })).toBeNull())
  await waitFor(onList)
  await userEvent.tab()
  expect(screen.getByRole('grid').contains(document.activeElement)).toBe(true)
})

it('nor after a question in a dialog of the row that is gone', async () => {
  const approved = shown()
  await userEvent.click(screen.getByRole('button', { name: 'lee 거절' }))
  await userEvent.click(await screen.findByRole('button', { name: '네' }))
  await waitFor(() => expect(screen.queryByRole('button', { name: 'lee 거절' })).toBeNull())
  await waitFor(onList)
  await new Promise(done => setTimeout(done, 300))
  onList()
  await userEvent.keyboard('{Enter} ')
  expect(approved).toEqual(['lee'])
})

it('who clicked beside the list is not fetched when somebody else empties a row', async () => {
  const settled = Promise.withResolvers<void>()
  render(
    <Kit navigate={() => undefined}>
      <Waiting approved={[]} settles={() => settled.promise} />
      <p>본문</p>
    </Kit>,
  )
  await userEvent.click(screen.getByRole('button', { name: 'kim 승인' }))
  await userEvent.click(screen.getByText('본문'))
  settled.resolve()
  await waitFor(() => expect(screen.queryByRole('button', { name: 'kim 승인' })).toBeNull())
  await new Promise(done => setTimeout(done, 300))
  expect(document.activeElement).toBe(document.body)
})

it('who looks elsewhere is not fetched when a row leaves', async () => {
  const approved: string[] = []
  render(
    <Kit navigate={() => undefined}>
      <Waiting approved={approved} />
      <button type="button">밖</button>
    </Kit>,
  )
  await userEvent.click(screen.getByRole('button', { name: 'kim 승인' }))
  screen.getByRole('button', { name: '밖' }).focus()
  await waitFor(() => expect(screen.queryByRole('button', { name: 'kim 승인' })).toBeNull())
  await new Promise(done => setTimeout(done, 300))
  expect(document.activeElement?.textContent).toBe('밖')
})
