import { defineWords } from '@/kernel/i18n'

export const words = defineWords(
  'daas_images_todo',
  {
    title: '이미지 {{title}} {{number}}판을 저절로 되돌렸습니다',
    canary:
      '부팅 {{boots}}번 가운데 {{failures}}번 실패했습니다. 새 가상PC는 다시 앞의 판으로 켜고, 쓰고 있는 가상PC는 그대로입니다.',
    stable:
      '모두에게 준 뒤 부팅 {{boots}}번 가운데 {{failures}}번 실패했습니다. 새 가상PC는 다시 앞의 판으로 켜고, 쓰고 있는 가상PC는 그대로입니다.',
  },
  {
    title: 'Version {{number}} of the image {{title}} was taken back by itself',
    canary:
      'Of {{boots}} boots {{failures}} failed. New desktops are made of the version before it again; those in use are untouched.',
    stable:
      'Once it was everybody’s, {{failures}} of {{boots}} boots failed. New desktops are made of the version before it again; those in use are untouched.',
  },
)
