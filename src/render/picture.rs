//! The picture of the stamp.

use super::error::RenderError;
use super::words::MM;
use crate::model::appearance::{Asset, AssetFault};
use png::{ColorType, Decoder, Limits, Reader, Transformations};
use std::io::Cursor;

/// The longer side of a stamp on paper: round ones of offices are 38 to 40 mm wide.
const SIDE: f32 = 40.0 * MM;
/// The longest side of a picture, in pixels.
const LONGEST: u32 = 4000;

/// The pixels of a picture, row by row from the top, a byte a channel.
pub(super) struct Picture {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) channels: Channels,
    pub(super) pixels: Vec<u8>,
}

/// What a pixel is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Channels {
    Grey,
    GreyAlpha,
    Rgb,
    RgbAlpha,
}

/// How wide and high a stamp is on paper, in points.
///
/// # Errors
/// A file that is no PNG picture of a sensible size.
pub(super) fn measured(stamp: &Asset) -> Result<(f32, f32), RenderError> {
    let reader = open(stamp)?;
    let side = |pixels: u32| f32::from(u16::try_from(pixels).unwrap_or(u16::MAX));
    let (width, height) = (side(reader.info().width), side(reader.info().height));
    let scale = SIDE / width.max(height);
    Ok((width * scale, height * scale))
}

/// The picture itself.
///
/// # Errors
/// As [`measured`]; a picture that is damaged.
pub(super) fn picture(stamp: &Asset) -> Result<Picture, RenderError> {
    let broken = || RenderError::asset(stamp, AssetFault::NotPicture);
    let mut reader = open(stamp)?;
    let mut pixels = vec![0; reader.output_buffer_size().ok_or_else(broken)?];
    let frame = reader.next_frame(&mut pixels).map_err(|_| broken())?;
    pixels.truncate(frame.buffer_size());
    let channels = match frame.color_type {
        ColorType::Grayscale => Channels::Grey,
        ColorType::GrayscaleAlpha => Channels::GreyAlpha,
        ColorType::Rgb => Channels::Rgb,
        ColorType::Rgba => Channels::RgbAlpha,
        ColorType::Indexed => return Err(broken()),
    };
    Ok(Picture { width: frame.width, height: frame.height, channels, pixels })
}

fn open(stamp: &Asset) -> Result<Reader<Cursor<&[u8]>>, RenderError> {
    let broken = || RenderError::asset(stamp, AssetFault::NotPicture);
    let mut decoder = Decoder::new_with_limits(Cursor::new(stamp.bytes.as_slice()), Limits { bytes: 128 << 20 });
    decoder.set_transformations(Transformations::normalize_to_color8());
    let reader = decoder.read_info().map_err(|_| broken())?;
    let fits = |side: u32| (1..=LONGEST).contains(&side);
    if fits(reader.info().width) && fits(reader.info().height) { Ok(reader) } else { Err(broken()) }
}
