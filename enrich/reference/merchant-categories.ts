/**
 * Merchant category codes (ISO 18245) by category: codes and inclusive ranges. Source: README.md
 * beside this file.
 *
 * The ranges 3000-3350, 3351-3500 and 3501-3999 are set aside for airlines, car rental firms and
 * hotels, each firm with its own code, so codes in them that are not given out yet are known too.
 */
export const merchantCategories = {
  Airlines: '3000-3350 4511',
  'Arts and crafts': '5832 5932 5937 5970-5973',
  Bakeries: '5462',
  'Bars and nightclubs': '5813',
  'Books and stationery': '2741 2791 5111 5192 5942-5943 5994',
  'Business services':
    '7311 7321 7332-7333 7338-7339 7361 7372 7375 7379 7392-7394 7399 8734 8911 8931 8999 9700-9702',
  'Business supplies': '5021 5044-5046 5051 5065 5085 5099 5169 5199 5978',
  'Car rental': '3351-3500 7512-7513 7519',
  'Cars and repairs':
    '5013 5511 5521 5531-5533 5551 5561 5571 5592 5598-5599 7531 7534-7535 7538 7542 7549',
  'Cash and money transfer': '4829 6010-6011 6051',
  'Charities and memberships': '8398 8641 8651 8661 8675 8699',
  'Children and education': '8211 8220 8241 8244 8249 8299 8351',
  Clothing: '5137 5611 5621 5631 5641 5651 5655 5681 5691 5697-5699 5948 7296',
  'Computers and electronics': '5722 5732 5734 5946 5997 7622-7623 7629',
  Construction: '1520 1711 1731 1740 1750 1761 1771 1799',
  'Department stores': '5300 5309-5311 5331 5399',
  'Digital goods': '5815-5818',
  Entertainment: '5735 7829 7832 7841 7911 7922 7929 7932-7933 7941 7991-7994 7996-7999',
  'Fast food': '5814',
  'Flowers and pets': '0742 5193 5992 5995',
  Fuel: '5172 5541-5542 5983 7511',
  Gambling: '7800-7802 7995',
  Government: '9211 9222-9223 9311 9399 9402 9405 9950',
  Groceries: '5411 5422 5441 5451 5499 5921',
  Health: '4119 5047 5975-5976 8011 8021 8031 8041-8044 8049-8050 8062 8071 8099',
  'Home and garden':
    '0763 0780 2842 5039 5072 5074 5198 5200 5211 5231 5251 5261 5271 5712-5714 5718-5719 5950 5996 7217 7342 7349 7641 7692 7699',
  Hotels: '3501-3999 7011-7012 7032-7033',
  'Insurance and investments': '5960 6012 6211 6300 6381 6399',
  'Jewellery and watches': '5094 5944 7631',
  'Legal and financial advice': '7276-7277 8111',
  'Mail order': '5961 5963-5969 7278',
  'Parking and tolls': '4784 7523',
  'Personal care': '5977 7210-7211 7216 7230 7251 7261 7273 7297-7299',
  Pharmacies: '5122 5912',
  'Post and freight': '4214-4215 4225',
  'Public transport': '4011 4111-4112 4131',
  Rent: '6513',
  Restaurants: '5811-5812',
  Shoes: '5139 5661',
  'Specialist shops': '5131 5931 5933 5935 5947 5949 5993 5998-5999 7221 7395',
  'Sports, toys and music': '5733 5940-5941 5945',
  Taxis: '4121',
  'Telephone and internet': '4812 4814-4816 4821 4899',
  Travel: '4411 4457 4468 4582 4722-4723 4789 5962',
  Utilities: '4900',
} as const satisfies Readonly<Record<string, string>>
